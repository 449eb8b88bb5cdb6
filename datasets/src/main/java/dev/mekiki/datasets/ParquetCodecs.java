package dev.mekiki.datasets;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** Decompression of pages without Hadoop's codecs, never to more than a page's own limit. */
final class ParquetCodecs implements CompressionCodecFactory {
    private final int largest;

    /** @param largest bytes of a page */
    ParquetCodecs(int largest) {
        this.largest = largest;
    }

    /** Turns a page's bytes into as many as it says it has. */
    @FunctionalInterface
    private interface Codec {
        byte[] bytes(byte[] packed, int size) throws IOException;
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
        throw new UnsupportedOperationException("only read");
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
        return switch (name) {
            case UNCOMPRESSED -> pages((packed, _) -> packed);
            case SNAPPY -> pages((packed, _) -> snappy(packed));
            case GZIP -> pages((packed, size) -> all(new GZIPInputStream(new ByteArrayInputStream(packed)), size));
            case ZSTD -> pages((packed, size) -> all(new ZstdInputStream(new ByteArrayInputStream(packed)), size));
            case LZO, BROTLI, LZ4, LZ4_RAW -> throw new IllegalArgumentException(
                    "it is compressed with " + name + "; Snappy, Zstandard, gzip or nothing are read");
        };
    }

    private byte[] snappy(byte[] packed) throws IOException {
        int size = Snappy.uncompressedLength(packed);
        if (size > largest) {
            throw new IOException("a page of " + size + " bytes is too large");
        }
        return Snappy.uncompress(packed);
    }

    private static byte[] all(InputStream stream, int size) throws IOException {
        try (stream) {
            return stream.readNBytes(size);
        }
    }

    private BytesInputDecompressor pages(Codec codec) {
        return new BytesInputDecompressor() {
            @Override
            public BytesInput decompress(BytesInput packed, int size) throws IOException {
                return BytesInput.from(whole(packed.toInputStream().readAllBytes(), size));
            }

            @Override
            public void decompress(ByteBuffer from, int packedSize, ByteBuffer to, int size) throws IOException {
                byte[] packed = new byte[packedSize];
                from.get(packed);
                to.put(whole(packed, size));
            }

            private byte[] whole(byte[] packed, int size) throws IOException {
                if (size < 0 || size > largest) {
                    throw new IOException("a page of " + size + " bytes is too large");
                }
                byte[] bytes = codec.bytes(packed, size);
                if (bytes.length != size) {
                    throw new IOException("a page has " + bytes.length + " bytes and says " + size);
                }
                return bytes;
            }

            @Override
            public void release() {}
        };
    }

    @Override
    public void release() {}
}
