"""The embedded search index of this host: a replica of the open postings, fed by the indexer, rebuilt at will."""
