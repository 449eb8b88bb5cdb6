package dev.mekiki.engines.llamacpp.lib;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A build of llama.cpp in this process: one, for as long as the process lives. */
public final class Libllama {
    private static @Nullable Libllama open;
    private final LibraryFolder folder;
    private final Functions functions;
    private final LlamaLog log;
    private final String version;
    private final Parameters modelDefaults;
    private final Parameters contextDefaults;
    private final ModelShape modelShape;
    private final ContextShape contextShape;

    private Libllama(LibraryFolder folder) throws LlamaException {
        this.folder = folder;
        this.functions = Functions.open(folder);
        this.log = new LlamaLog();
        functions.logSet.run(log.callback(), MemorySegment.NULL);
        if (functions.deviceCount.number() == 0) {
            functions.loadBackends.run(Arena.global().allocateFrom(folder.folder().toString()));
        }
        functions.backendInit.run();
        this.version = version(folder, functions);
        this.modelDefaults = Parameters.of(functions.modelDefaults, Arena.global());
        this.contextDefaults = Parameters.of(functions.contextDefaults, Arena.global());
        this.modelShape = ModelShape.of(modelDefaults).orElseThrow(() -> unknown("llama_model_params", modelDefaults));
        this.contextShape = ContextShape.of(contextDefaults)
                .orElseThrow(() -> unknown("llama_context_params", contextDefaults));
        if (functions.deviceCount.number() == 0) {
            throw new LlamaException("llama.cpp " + version + " in " + folder.folder()
                    + " has no backend that runs here, not even one for the processor: " + log.complaints(0));
        }
    }

    /**
     * Opens the libraries of a folder.
     *
     * @throws LlamaException if they can't be opened, if their structures are of an unknown shape, or if others are open already
     */
    public static synchronized Libllama open(Path folder) throws LlamaException {
        LibraryFolder files = LibraryFolder.of(folder);
        Libllama already = open;
        if (already == null) {
            already = new Libllama(files);
            open = already;
        }
        if (!already.folder.equals(files)) {
            throw new LlamaException("this process has llama.cpp of " + already.folder.folder() + " already");
        }
        return already;
    }

    private LlamaException unknown(String structure, Parameters defaults) {
        return new LlamaException("llama.cpp " + version + " is not supported: its " + structure + " of "
                + defaults.size() + " bytes is laid out in a way that is not known");
    }

    private static String version(LibraryFolder folder, Functions functions) {
        String build = functions.said("llama_version").or(folder::namedBuild)
                .or(() -> functions.said("ggml_version").map(ggml -> "with ggml " + ggml))
                .orElse("of an unknown build");
        return functions.said("ggml_commit").filter(commit -> !commit.equals("unknown") && !build.contains(commit))
                .map(commit -> build + " (" + commit + ")").orElse(build);
    }

    public LibraryFolder folder() {
        return folder;
    }

    /** The build and, where it is told, the commit. */
    public String version() {
        return version;
    }

    public LlamaLog log() {
        return log;
    }

    Functions functions() {
        return functions;
    }

    ContextShape contextShape() {
        return contextShape;
    }

    Parameters contextDefaults() {
        return contextDefaults;
    }

    /** What this build can compute on here, with the memory that is free now. */
    public List<Device> devices() {
        List<Device> devices = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment free = arena.allocate(JAVA_LONG);
            MemorySegment total = arena.allocate(JAVA_LONG);
            long count = functions.deviceCount.number();
            for (int i = 0; i < count; i++) {
                MemorySegment device = functions.device.address((long) i);
                free.set(JAVA_LONG, 0, 0);
                total.set(JAVA_LONG, 0, 0);
                functions.deviceMemory.run(device, free, total);
                int type = functions.deviceType.integer(device);
                String name = Symbols.text(functions.deviceName.address(device));
                devices.add(new Device(i, name, Symbols.text(functions.deviceText.address(device)), isGpu(type, name),
                        free.get(JAVA_LONG, 0), total.get(JAVA_LONG, 0)));
            }
        }
        return List.copyOf(devices);
    }

    /** For each kind of GPU that this build has a part for and finds no device of: why. */
    public List<String> silent() {
        return Backends.silent(folder.folder(), devices(), log.complaints(0));
    }

    /** 1 is a GPU; 2 is an integrated one, or in earlier builds an accelerator such as a BLAS library. */
    private static boolean isGpu(int type, String name) {
        return type == 1 || (type == 2 && !name.equals("BLAS") && !name.equals("AMX"));
    }

    /**
     * Loads a GGUF file.
     *
     * @throws LlamaException with the library's own words
     */
    public LlamaModel load(Path file, ModelSettings settings) throws LlamaException {
        long before = log.count();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment parameters = modelDefaults.copy(arena);
            parameters.set(JAVA_BYTE, modelShape.vocabularyOnly(), (byte) (settings.vocabularyOnly() ? 1 : 0));
            settings.gpuLayers().ifPresent(layers -> parameters.set(JAVA_INT, ModelShape.GPU_LAYERS, layers));
            settings.split().ifPresent(split -> parameters.set(JAVA_INT, ModelShape.SPLIT, split.number()));
            if (!settings.devices().isEmpty()) {
                MemorySegment list = arena.allocate(ADDRESS, settings.devices().size() + 1L);
                for (int i = 0; i < settings.devices().size(); i++) {
                    list.setAtIndex(ADDRESS, i, functions.device.address((long) settings.devices().get(i).index()));
                }
                list.setAtIndex(ADDRESS, settings.devices().size(), MemorySegment.NULL);
                parameters.set(ADDRESS, ModelShape.DEVICES, list);
            }
            MemorySegment path = arena.allocateFrom(file.toAbsolutePath().toString(), StandardCharsets.UTF_8);
            MemorySegment model = functions.load.address(path, parameters);
            if (model.address() == 0) {
                String words = log.complaints(before);
                throw new LlamaException("llama.cpp " + version + " can't load " + file.getFileName()
                        + (words.isEmpty() ? "" : ": " + words));
            }
            return new LlamaModel(this, model, log.since(before));
        }
    }
}
