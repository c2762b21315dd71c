"""What Discord shows: options in, one action, one reply; one file per noun."""
