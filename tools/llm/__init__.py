"""The chat model: its protocol, its faults and the fake one."""
