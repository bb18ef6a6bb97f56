"""The explorer: the published warehouse as pages that open from the disk, without a server."""
