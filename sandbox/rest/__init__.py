"""Discord's REST routes that Colloquy uses, one file per noun; everything else is refused with 501."""
