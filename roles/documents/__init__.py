"""What the library says, as plain documents."""
