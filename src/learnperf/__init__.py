"""After the learning: what changed, for whom, and how sure are we?"""
