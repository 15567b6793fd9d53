"""`make bench`: measurements beside other packages, in one run, on one machine. See docs/benchmarks.md.

Outside the six apps and never imported by them; it may import all of them.
"""
