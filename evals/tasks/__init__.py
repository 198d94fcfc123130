"""Sets of tasks: a prompt with the criteria that a report on it is judged by. Nothing is downloaded."""
