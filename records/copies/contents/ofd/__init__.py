"""An OFD (GB/T 33190): read, drawn and told; for the confined child process, without Django."""
