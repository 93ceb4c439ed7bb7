"""The librarian's counter: for two people at one screen."""
