"""Records turned into what a person or a program reads. Everything here returns; nothing prints."""
