package dev.mekiki.license;

import dev.mekiki.domain.Candidate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/** Writes small model folders for tests. */
final class ModelFolder {
    static final String CONFIG = """
            {"model_type": "llama", "architectures": ["LlamaForCausalLM"], "max_position_embeddings": 128,
             "vocab_size": 10, "tie_word_embeddings": true}""";
    private final Path path;

    ModelFolder(Path path) {
        this.path = path;
    }

    ModelFolder file(String name, String text) throws IOException {
        Files.writeString(path.resolve(name), text);
        return this;
    }

    /** With front matter. */
    ModelFolder card(String frontMatter) throws IOException {
        return file("README.md", "---\n" + frontMatter + "\n---\n# A model\n");
    }

    ModelFolder weights(String name, String header, int dataBytes) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(length(json.length));
        out.writeBytes(json);
        out.writeBytes(new byte[dataBytes]);
        Files.write(path.resolve(name), out.toByteArray());
        return this;
    }

    static byte[] length(long length) {
        return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
    }

    Path path() {
        return path;
    }

    Candidate candidate() {
        return candidate(path.toString(), "jlama");
    }

    static Candidate candidate(String model, String engine) {
        return new Candidate("hinoki", model, engine, new TreeMap<>());
    }
}
