"""What a room tells people about itself."""

PAUSED = (
    "The server cannot store anything just now. What you write is kept, and it is stored as soon as that is mended."
)
TOO_LARGE = "This session holds more than one page can show. Tell a facilitator; nothing that you wrote is lost."
FULL = "This session is full: {people} people are in it. Your browser tries again by itself."
FULL_FOR_FACILITATORS = "The session is full: {people} people are in it, and somebody was turned away."
MENDED = "The server stores again. Nothing is lost."
