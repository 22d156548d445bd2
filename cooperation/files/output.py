"""Files being written."""

import hashlib
import io
import zlib
from typing import Any


class DigestWriter(io.RawIOBase):
    """Writes into a file and digests what it writes; `is_gzip`: what the file holds of it is compressed."""

    def __init__(self, file: Any, *, is_gzip: bool = False) -> None:
        self.file, self.digest = file, hashlib.sha256()
        # 31: with gzip's header and check sum.
        self.compressor = zlib.compressobj(level=1, wbits=31) if is_gzip else None

    def writable(self) -> bool:
        """It is for writing."""
        return True

    def write(self, data: Any) -> int:
        """Take some bytes."""
        self.digest.update(data)
        self.file.write(self.compressor.compress(data) if self.compressor else data)
        return len(data)

    def finish(self) -> str:
        """Write what compression still holds back; SHA-256 of the file, not compressed."""
        if self.compressor:
            self.file.write(self.compressor.flush())
        return self.digest.hexdigest()
