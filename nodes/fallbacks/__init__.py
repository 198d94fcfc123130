"""What rules write where the model gave no usable answer."""
