package dev.mekiki.engines.llamacpp.lib;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;

/**
 * The default values of a structure as the library returns them, and how much of it the library writes. A structure of unknown size
 * is returned into memory that was filled beforehand, with two patterns one after the other: what differs was not written.
 */
record Parameters(MemorySegment values, int size) {
    /** Bytes that a structure is declared to have; more than any version's. */
    static final int OPAQUE = 512;
    private static final byte ONE = (byte) 0xA5;
    private static final byte OTHER = 0x5A;

    /** @param function returns the structure by value */
    static Parameters of(NativeFunction function, Arena arena) {
        MemorySegment first = returned(function, arena, ONE);
        MemorySegment second = returned(function, arena, OTHER);
        int size = 0;
        for (int i = 0; i < OPAQUE; i++) {
            if (first.get(ValueLayout.JAVA_BYTE, i) == second.get(ValueLayout.JAVA_BYTE, i)) {
                size = i + 1;
            }
        }
        return new Parameters(first, size);
    }

    private static MemorySegment returned(NativeFunction function, Arena arena, byte pattern) {
        MemorySegment memory = arena.allocate(OPAQUE, 16).fill(pattern);
        SegmentAllocator allocator = (bytes, alignment) -> memory;
        function.address(allocator);
        return memory;
    }

    int integer(int offset) {
        return values.get(ValueLayout.JAVA_INT, offset);
    }

    float real(int offset) {
        return values.get(ValueLayout.JAVA_FLOAT, offset);
    }

    long pointer(int offset) {
        return values.get(ValueLayout.JAVA_LONG, offset);
    }

    int octet(int offset) {
        return values.get(ValueLayout.JAVA_BYTE, offset);
    }

    boolean nulls(int from, int to) {
        for (int offset = from; offset < to; offset += 8) {
            if (pointer(offset) != 0) {
                return false;
            }
        }
        return true;
    }

    /** A copy to be changed and handed to a function. */
    MemorySegment copy(Arena arena) {
        return arena.allocate(OPAQUE, 16).copyFrom(values);
    }
}
