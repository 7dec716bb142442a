"""`python -m app.worker`.  Apart, since a queue that is made in the main module finds no jobs."""

from app.worker import main

if __name__ == "__main__":
    main()
