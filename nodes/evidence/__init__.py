"""Which passages and sentences bear on which task, and the findings made of them."""
