"""Files people bring: what is taken, what they are called, what is in them. Pure but for `storage` and `uploads`."""
