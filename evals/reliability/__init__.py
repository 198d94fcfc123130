"""How far a judge can be trusted: gates that need no people, and agreement between judges."""
