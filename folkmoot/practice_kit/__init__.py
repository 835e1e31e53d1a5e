"""All that a practice may import: the contract, the registry, standard boards and wire types."""
