"""Text from outside made safe: instructions hidden in sources, unseen characters."""
