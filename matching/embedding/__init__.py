"""Text to vector, offline and on the CPU: the MiniLM model where it is prepared, hashed words where it is not."""
