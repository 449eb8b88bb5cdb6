package dev.mekiki.license;

import java.util.Optional;

/**
 * A file that was looked into for what a model is under.
 *
 * @param name in the model's folder; of another model's folder, after that model's name
 * @param sha256 in hex; of a GGUF file that of its header; absent where the file was too large to be read
 * @param role {@code card}, {@code config}, {@code license}, {@code code-license}, {@code notice}, {@code policy}, {@code adapter},
 *        {@code tokenizer} or {@code gguf-header}
 */
public record FileRead(String name, Optional<String> sha256, String role) {
    FileRead of(String model) {
        return new FileRead(model + "/" + name, sha256, role);
    }
}
