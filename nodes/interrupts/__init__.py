"""What people answer when a run stops to ask them."""
