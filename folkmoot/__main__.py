"""`python -m folkmoot`: the same as the command `folkmoot`."""

import sys

from folkmoot.commands.line import main

if __name__ == "__main__":
    sys.exit(main())
