"""The conversation with the model: prompts, answer schemas, calls and token budget."""
