"""Our API beside its peers on the same machine and the same data, in one run: `make bench DATA=file`."""
