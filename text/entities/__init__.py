"""Names of people, bodies and things."""
