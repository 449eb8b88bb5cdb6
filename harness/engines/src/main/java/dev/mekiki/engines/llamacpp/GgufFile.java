package dev.mekiki.engines.llamacpp;

import dev.mekiki.engines.model.UnusableModel;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file that begins as GGUF does; the rest is for llama.cpp to judge. */
record GgufFile(Path path) {
    private static final int MAGIC = 0x47475546; // "GGUF"
    private static final Pattern PART = Pattern.compile("-(\\d{5})-of-(\\d{5})\\.gguf$");

    /** @throws UnusableModel if it is none, or not the first of several */
    static GgufFile of(String model) throws UnusableModel {
        Path path;
        try {
            path = Path.of(model).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new UnusableModel("not a path: " + model, e);
        }
        if (Files.isDirectory(path)) {
            throw new UnusableModel(
                    "llama.cpp runs a GGUF file; " + model + " is a folder, which jlama runs if it holds safetensors");
        }
        if (!Files.isRegularFile(path)) {
            throw new UnusableModel("no such file: " + model);
        }
        try (DataInputStream in = new DataInputStream(Files.newInputStream(path))) {
            if (in.readInt() != MAGIC) {
                throw new UnusableModel(model + " is no GGUF file");
            }
            int version = Integer.reverseBytes(in.readInt());
            if (version != 2 && version != 3) {
                throw new UnusableModel(model + " is GGUF of version " + version + "; 2 and 3 are known");
            }
        } catch (EOFException e) {
            throw new UnusableModel(model + " is no GGUF file", e);
        } catch (IOException e) {
            throw new UnusableModel("can't read " + model + ": " + e.getMessage(), e);
        }
        parts(path);
        return new GgufFile(path);
    }

    private static void parts(Path path) throws UnusableModel {
        String name = String.valueOf(path.getFileName());
        Matcher part = PART.matcher(name);
        if (!part.find()) {
            return;
        }
        int count = Integer.parseInt(part.group(2));
        for (int i = 1; i <= count && i < 10_000; i++) {
            String other = part.replaceFirst(String.format("-%05d-of-%s.gguf", i, part.group(2)));
            if (!Files.isRegularFile(path.resolveSibling(other))) {
                throw new UnusableModel(other + " is missing: the model comes in " + count + " files");
            }
        }
        if (Integer.parseInt(part.group(1)) != 1) {
            throw new UnusableModel("give the first of the model's files: "
                    + part.replaceFirst(String.format("-00001-of-%s.gguf", part.group(2))));
        }
    }
}
