package dev.mekiki.engines.llamacpp.lib;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A GGUF file in memory. Close its contexts before it. */
public final class LlamaModel implements AutoCloseable {
    private static final int LONGEST_VALUE = 4 << 20;
    /** Of models whose state is no cache of keys and values. */
    private static final String WITHOUT_CACHE = "llama_memory_recurrent";
    private static final Pattern FLASH = Pattern.compile("flash_attn\\s*=\\s*(\\w+)");
    private static final Pattern CACHE = Pattern.compile("\\b([KV]) \\((\\w+)\\)");
    private final Libllama library;
    private final MemorySegment pointer;
    private final Vocabulary vocabulary;
    private final Buffers buffers;
    private final SortedSet<String> weightTypes;
    private boolean closed;

    /** @param log what the library said while it loaded the file */
    LlamaModel(Libllama library, MemorySegment pointer, List<String> log) {
        this.buffers = Buffers.of(log);
        this.weightTypes = WeightTypes.of(log);
        this.library = library;
        this.pointer = pointer;
        this.vocabulary = new Vocabulary(library.functions(), library.functions().vocabulary.address(pointer));
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    Libllama library() {
        return library;
    }

    /** A value of the file's metadata that is no list, as text. */
    public Optional<String> metadata(String key) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(key);
            MemorySegment small = arena.allocate(256);
            int length = library.functions().metadata.integer(pointer, name, small, small.byteSize());
            if (length < 0 || length > LONGEST_VALUE) {
                return Optional.empty();
            }
            MemorySegment value = arena.allocate(length + 1L);
            library.functions().metadata.integer(pointer, name, value, value.byteSize());
            return Optional.of(
                    new String(value.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8));
        }
    }

    /** Tokens of the longest text that the model was made for. */
    public int trainedContext() {
        return library.functions().trainedContext.integer(pointer);
    }

    public int layers() {
        return library.functions().layers.integer(pointer);
    }

    /** Bytes of all tensors. */
    public long bytes() {
        return library.functions().bytes.number(pointer);
    }

    /** What its tensors are stored as, in the library's names: {@code f32}, {@code q4_0}; empty where it did not tell. */
    public SortedSet<String> weightTypes() {
        return Collections.unmodifiableSortedSet(weightTypes);
    }

    /** What it takes of memory, without contexts. */
    public Buffers buffers() {
        return buffers;
    }

    /** Architecture, size and quantisation in llama.cpp's words. */
    public String description() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(256);
            library.functions().description.integer(pointer, text, text.byteSize());
            return Symbols.text(text);
        }
    }

    /** Whether it goes on with a text; others turn a text into another, or into numbers. */
    public boolean continuesText() {
        return library.functions().hasDecoder.truth(pointer) && !library.functions().hasEncoder.truth(pointer);
    }

    /**
     * Memory for sequences and what computing needs.
     *
     * @throws LlamaException with the library's own words, or if it did not take the settings
     */
    public LlamaContext context(ContextSettings settings) throws LlamaException {
        Libllama open = library;
        long before = open.log().count();
        ContextShape shape = open.contextShape();
        MemorySegment context;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment parameters = open.contextDefaults().copy(arena);
            parameters.set(JAVA_INT, ContextShape.TOKENS, settings.tokens() * settings.sequences());
            parameters.set(JAVA_INT, ContextShape.BATCH, settings.batch());
            parameters.set(JAVA_INT, ContextShape.MICRO_BATCH, settings.batch());
            parameters.set(JAVA_INT, ContextShape.SEQUENCES, settings.sequences());
            parameters.set(JAVA_INT, shape.flash(), settings.flash().number());
            parameters.set(JAVA_INT, shape.keys(), settings.keys().number());
            parameters.set(JAVA_INT, shape.keys() + 4L, settings.values().number());
            parameters.set(JAVA_BYTE, shape.unified(), (byte) 0);
            context = open.functions().context.address(pointer, parameters);
        }
        if (context.address() == 0) {
            String words = open.log().complaints(before);
            throw new LlamaException("llama.cpp " + open.version() + " can't make a context of " + settings.tokens()
                    + " tokens" + (words.isEmpty() ? "" : ": " + words));
        }
        open.functions().setThreads.run(context, settings.threads(), settings.threads());
        LlamaContext made = new LlamaContext(this, context, settings, Buffers.of(open.log().since(before)));
        try {
            verify(made, settings, open.log().since(before));
        } catch (LlamaException e) {
            made.close();
            throw e;
        }
        return made;
    }

    /**
     * A grammar (GBNF) that begins with its rule {@code root}.
     *
     * @throws LlamaException if the library can't read it, with its own words where it has any
     */
    public LlamaGrammar grammar(String text) throws LlamaException {
        long before = library.log().count();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment made = library.functions().grammar.address(
                    library.functions().vocabulary.address(pointer), arena.allocateFrom(text),
                    arena.allocateFrom("root"));
            if (made.address() == 0) {
                String words = library.log().complaints(before);
                throw new LlamaException("llama.cpp can't read the grammar" + (words.isEmpty() ? "" : ": " + words));
            }
            return new LlamaGrammar(library.functions(), made, vocabulary.size());
        }
    }

    /** The shape of the parameters was recognised, not known: what came of them is read from the library and its log. */
    private void verify(LlamaContext made, ContextSettings settings, List<String> log) throws LlamaException {
        if (made.sequences() != settings.sequences() || made.capacity() < settings.tokens() * settings.sequences()) {
            throw refused("a context of " + settings.tokens() + " tokens", made.capacity() + " tokens");
        }
        boolean flashTold = settings.flash() != ContextSettings.Flash.OFF;
        boolean cacheTold = log.stream().anyMatch(line -> line.contains(WITHOUT_CACHE));
        for (String line : log) {
            Matcher flash = FLASH.matcher(line);
            if (settings.flash() == ContextSettings.Flash.OFF && flash.find()) {
                flashTold = true;
                if (!flash.group(1).equals("disabled") && !flash.group(1).equals("0")) {
                    throw refused("no flash attention", line);
                }
            }
            Matcher cache = CACHE.matcher(line);
            while (cache.find()) {
                cacheTold = true;
                CacheType wanted = cache.group(1).equals("K") ? settings.keys() : settings.values();
                if (!cache.group(2).equals(wanted.id())) {
                    throw refused(types(settings), line);
                }
            }
        }
        if (!flashTold || !cacheTold) {
            throw refused(flashTold ? types(settings) : "no flash attention", "nothing of it");
        }
    }

    private static String types(ContextSettings settings) {
        return "keys and values as " + settings.keys().id() + " and " + settings.values().id();
    }

    private LlamaException refused(String wanted, String line) {
        return new LlamaException("llama.cpp " + library.version() + " was asked for " + wanted + " and says: " + line);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            library.functions().freeModel.run(pointer);
        }
    }
}
