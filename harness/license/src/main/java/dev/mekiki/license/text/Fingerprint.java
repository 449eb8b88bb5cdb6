package dev.mekiki.license.text;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Hashes of all sequences of six words in a text (32-bit FNV-1a over the words and a space after each). They show which words of another
 * text are foreign and which part of the known one is missing, without giving the text away.
 */
public final class Fingerprint {
    /** Words in a sequence. */
    public static final int LENGTH = 6;
    private final int[] hashes;

    private Fingerprint(int[] hashes) {
        this.hashes = hashes;
    }

    public static Fingerprint of(List<String> words) {
        return new Fingerprint(IntStream.rangeClosed(0, words.size() - LENGTH).map(at -> hash(words, at)).sorted()
                .distinct().toArray());
    }

    /** Several texts as one: a license and its use policy, or a license's revisions. */
    public static Fingerprint union(List<Fingerprint> parts) {
        return new Fingerprint(
                parts.stream().flatMapToInt(part -> Arrays.stream(part.hashes)).sorted().distinct().toArray());
    }

    /** @throws IllegalArgumentException if it was not made by {@link #encoded} */
    public static Fingerprint decode(String base64) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getMimeDecoder().decode(base64));
        if (bytes.remaining() % Integer.BYTES != 0) {
            throw new IllegalArgumentException("not a fingerprint");
        }
        int[] hashes = new int[bytes.remaining() / Integer.BYTES];
        bytes.asIntBuffer().get(hashes);
        return new Fingerprint(hashes);
    }

    /** Big-endian hashes in ascending order, in Base64 with lines of 76 characters. */
    public String encoded() {
        ByteBuffer bytes = ByteBuffer.allocate(hashes.length * Integer.BYTES);
        bytes.asIntBuffer().put(hashes);
        return Base64.getMimeEncoder(76, new byte[]{'\n'}).encodeToString(bytes.array());
    }

    /** Words of the text that are in no known sequence, in order. */
    public List<String> foreign(List<String> text) {
        BitSet known = known(text);
        List<String> foreign = new ArrayList<>();
        for (int at = known.nextClearBit(0); at < text.size(); at = known.nextClearBit(at + 1)) {
            foreign.add(text.get(at));
        }
        return foreign;
    }

    /** Words on either side of the places where known words follow each other as they never do in the known text: something is left out. */
    public List<String> seams(List<String> text) {
        BitSet known = known(text);
        List<String> seams = new ArrayList<>();
        for (int at = 0; at + LENGTH <= text.size(); at++) {
            if (!has(hash(text, at)) && known.nextClearBit(at) >= at + LENGTH) {
                seams.addAll(text.subList(at, at + LENGTH));
                at += LENGTH;
            }
        }
        return seams;
    }

    private BitSet known(List<String> text) {
        BitSet known = new BitSet(text.size());
        for (int at = 0; at + LENGTH <= text.size(); at++) {
            if (has(hash(text, at))) {
                known.set(at, at + LENGTH);
            }
        }
        return known;
    }

    /** Share, from 0 to 1, of the known sequences that the text has. */
    public double coverage(List<String> text) {
        int[] others = of(text).hashes;
        return hashes.length == 0
                ? 0
                : (double) Arrays.stream(others).filter(this::has).count() / hashes.length;
    }

    private boolean has(int hash) {
        return Arrays.binarySearch(hashes, hash) >= 0;
    }

    private static int hash(List<String> words, int from) {
        int hash = 0x811c9dc5;
        for (int at = from; at < from + LENGTH; at++) {
            String word = words.get(at);
            for (int index = 0; index < word.length(); index++) {
                hash = (hash ^ word.charAt(index)) * 0x01000193;
            }
            hash = (hash ^ ' ') * 0x01000193;
        }
        return hash;
    }
}
