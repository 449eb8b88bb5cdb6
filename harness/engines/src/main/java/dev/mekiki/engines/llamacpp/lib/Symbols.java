package dev.mekiki.engines.llamacpp.lib;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opened libraries, in which functions are looked up by name. */
@SuppressWarnings("restricted")
class Symbols {
    private static final int LONGEST = 1 << 16;
    private final SymbolLookup symbols;
    private final List<String> missing = new ArrayList<>();

    Symbols(SymbolLookup symbols) {
        this.symbols = symbols;
    }

    static SymbolLookup lookup(Path file) throws LlamaException {
        try {
            return SymbolLookup.libraryLookup(file.toAbsolutePath(), Arena.global());
        } catch (IllegalArgumentException e) {
            throw new LlamaException("can't open " + file + ": " + refused(file)
                    .map(words -> Backends.missing(words, Symbols::opens))
                    .orElse("for no reason that the system tells"), e);
        }
    }

    /** Why a library does not open, in the loader's words, which {@link SymbolLookup} keeps to itself; empty where it does. */
    static Optional<String> refused(Path file) {
        try {
            System.load(file.toAbsolutePath().toString());
            return Optional.empty();
        } catch (UnsatisfiedLinkError e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Whether the system finds a library of this name. */
    static boolean opens(String name) {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(name, arena);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Names that were not found: calling one of them would end the process. */
    List<String> missing() {
        return missing;
    }

    final NativeFunction function(String name, FunctionDescriptor descriptor) {
        Optional<MemorySegment> address = symbols.find(name);
        if (address.isEmpty()) {
            missing.add(name);
        }
        return NativeFunction.of(address.orElse(MemorySegment.ofAddress(1)), descriptor);
    }

    /** What a function without arguments says, where there is one of this name. */
    Optional<String> said(String name) {
        return symbols.find(name)
                .map(address -> text(NativeFunction.of(address, FunctionDescriptor.of(ADDRESS)).address()))
                .filter(text -> !text.isBlank());
    }

    /** A text that the library owns, up to 64 KiB of it. */
    static String text(MemorySegment pointer) {
        if (pointer.address() == 0) {
            return "";
        }
        MemorySegment all = pointer.reinterpret(Long.MAX_VALUE);
        int length = 0;
        while (length < LONGEST && all.get(JAVA_BYTE, length) != 0) {
            length++;
        }
        return new String(all.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
    }
}
