from opencity.channels.email.post import Letter, Post, Undelivered

__all__ = ["Letter", "Post", "Undelivered"]
