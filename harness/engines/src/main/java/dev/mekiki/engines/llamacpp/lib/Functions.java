package dev.mekiki.engines.llamacpp.lib;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The library's functions that are used, looked up once. Those with a name of {@code ggml} are in other files than the rest. */
final class Functions extends Symbols {
    /** A structure whose members are found at run time. */
    static final StructLayout OPAQUE = MemoryLayout
            .structLayout(MemoryLayout.sequenceLayout(Parameters.OPAQUE / 8, JAVA_LONG));
    static final StructLayout BATCH = MemoryLayout.structLayout(JAVA_INT.withName("n_tokens"),
            MemoryLayout.paddingLayout(4), ADDRESS.withName("token"), ADDRESS.withName("embd"), ADDRESS.withName("pos"),
            ADDRESS.withName("n_seq_id"), ADDRESS.withName("seq_id"), ADDRESS.withName("logits"));
    final NativeFunction logSet = function("llama_log_set", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
    final NativeFunction backendInit = function("llama_backend_init", FunctionDescriptor.ofVoid());
    final NativeFunction loadBackends = function("ggml_backend_load_all_from_path", FunctionDescriptor.ofVoid(ADDRESS));
    final NativeFunction deviceCount = function("ggml_backend_dev_count", FunctionDescriptor.of(JAVA_LONG));
    final NativeFunction device = function("ggml_backend_dev_get", FunctionDescriptor.of(ADDRESS, JAVA_LONG));
    final NativeFunction deviceName = function("ggml_backend_dev_name", FunctionDescriptor.of(ADDRESS, ADDRESS));
    final NativeFunction deviceText = function("ggml_backend_dev_description", FunctionDescriptor.of(ADDRESS, ADDRESS));
    final NativeFunction deviceType = function("ggml_backend_dev_type", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    final NativeFunction deviceMemory = function("ggml_backend_dev_memory",
            FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS));
    final NativeFunction modelDefaults = function("llama_model_default_params", FunctionDescriptor.of(OPAQUE));
    final NativeFunction contextDefaults = function("llama_context_default_params", FunctionDescriptor.of(OPAQUE));
    final NativeFunction load = function("llama_model_load_from_file", FunctionDescriptor.of(ADDRESS, ADDRESS, OPAQUE));
    final NativeFunction freeModel = function("llama_model_free", FunctionDescriptor.ofVoid(ADDRESS));
    final NativeFunction context = function("llama_init_from_model", FunctionDescriptor.of(ADDRESS, ADDRESS, OPAQUE));
    final NativeFunction freeContext = function("llama_free", FunctionDescriptor.ofVoid(ADDRESS));
    final NativeFunction contextTokens = function("llama_n_ctx", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    final NativeFunction sequences = function("llama_n_seq_max", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    final NativeFunction setThreads = function("llama_set_n_threads",
            FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, JAVA_INT));
    final NativeFunction trainedContext = function("llama_model_n_ctx_train", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    final NativeFunction layers = function("llama_model_n_layer", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    final NativeFunction bytes = function("llama_model_size", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
    final NativeFunction description = function("llama_model_desc",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));
    final NativeFunction hasEncoder = function("llama_model_has_encoder", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS));
    final NativeFunction hasDecoder = function("llama_model_has_decoder", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS));
    final NativeFunction metadata = function("llama_model_meta_val_str",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
    final NativeFunction vocabulary = function("llama_model_get_vocab", FunctionDescriptor.of(ADDRESS, ADDRESS));
    final NativeFunction vocabularySize = function("llama_vocab_n_tokens", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    final NativeFunction vocabularyType = function("llama_vocab_type", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    final NativeFunction begin = function("llama_vocab_bos", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    final NativeFunction end = function("llama_vocab_eos", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    final NativeFunction addsBegin = function("llama_vocab_get_add_bos", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS));
    final NativeFunction ends = function("llama_vocab_is_eog", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, JAVA_INT));
    final NativeFunction tokenText = function("llama_vocab_get_text",
            FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
    final NativeFunction tokenize = function("llama_tokenize", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS,
            JAVA_INT, ADDRESS, JAVA_INT, JAVA_BOOLEAN, JAVA_BOOLEAN));
    final NativeFunction piece = function("llama_token_to_piece",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_BOOLEAN));
    final NativeFunction detokenize = function("llama_detokenize", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS,
            JAVA_INT, ADDRESS, JAVA_INT, JAVA_BOOLEAN, JAVA_BOOLEAN));
    final NativeFunction memory = function("llama_get_memory", FunctionDescriptor.of(ADDRESS, ADDRESS));
    final NativeFunction forget = function("llama_memory_seq_rm",
            FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT));
    final NativeFunction clear = function("llama_memory_clear", FunctionDescriptor.ofVoid(ADDRESS, JAVA_BOOLEAN));
    final NativeFunction decode = function("llama_decode", FunctionDescriptor.of(JAVA_INT, ADDRESS, BATCH));
    final NativeFunction logits = function("llama_get_logits", FunctionDescriptor.of(ADDRESS, ADDRESS));

    final NativeFunction grammar = function("llama_sampler_init_grammar",
            FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    final NativeFunction samplerApply = function("llama_sampler_apply", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
    final NativeFunction samplerAccept = function("llama_sampler_accept", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
    final NativeFunction freeSampler = function("llama_sampler_free", FunctionDescriptor.ofVoid(ADDRESS));

    private Functions(SymbolLookup symbols) {
        super(symbols);
    }

    /** Opens the libraries, which stay open as long as the process lives. */
    static Functions open(LibraryFolder folder) throws LlamaException {
        SymbolLookup all = lookup(folder.base());
        for (Path file : folder.cpu().map(cpu -> List.of(cpu, folder.ggml(), folder.llama()))
                .orElse(List.of(folder.ggml(), folder.llama()))) {
            all = lookup(file).or(all);
        }
        Functions functions = new Functions(all);
        if (!functions.missing().isEmpty()) {
            throw new LlamaException("this llama.cpp is older than b6673 or of another kind: "
                    + folder.llama().getFileName() + " has no "
                    + functions.missing().stream().limit(3).collect(Collectors.joining(", ")));
        }
        return functions;
    }
}
