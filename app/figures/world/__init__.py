"""The map: circles carry the numbers of one unit, a pale tint says the furthest stage, the theatre is marked."""
