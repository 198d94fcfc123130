"""The steps of the graph, one verb a file, and the state they share."""
