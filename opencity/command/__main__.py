import sys

from opencity.command import main

if __name__ == "__main__":
    sys.exit(main())
