"""The rules: plain values in, plain values out; standard library only, no clock, no await."""
