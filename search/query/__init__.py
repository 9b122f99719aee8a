"""What was asked: the topic, its other names, filters, what an answer must hold."""
