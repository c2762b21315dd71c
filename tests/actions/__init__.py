"""The actions over the real store, with what is outside them written by hand."""
