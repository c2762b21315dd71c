"""From the corpus to the models that the reading uses: `make models`."""
