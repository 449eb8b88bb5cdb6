package dev.mekiki.license.files;

import dev.mekiki.domain.Dossier;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Makes a dossier of a folder in Hugging Face layout, or of a GGUF file. */
public final class DossierReader {
    /** Files besides the weights that decide what the model answers: configuration, tokenizer, templates, code. */
    private static final Pattern DECIDING = Pattern.compile(
            "(?:config|generation_config|tokenizer|tokenizer_config|special_tokens_map|added_tokens|vocab|chat_template|processor_config|preprocessor_config|adapter_config)\\.json"
                    + "|.*\\.safetensors\\.index\\.json|adapter_model\\.safetensors|vocab\\.txt|merges\\.txt|.*\\.(?:jinja|tiktoken|py)|(?:tokenizer|spiece|sentencepiece.*)\\.model");

    private DossierReader() {}

    /** @throws InvalidInput with every problem found */
    public static Dossier read(String model, Path path) throws InvalidInput {
        try {
            if (Files.isDirectory(path)) {
                return folder(model, path);
            }
            if (Files.isRegularFile(path)) {
                return file(model, path);
            }
        } catch (NoSuchFileException e) {
            throw new InvalidInput(Problem.in(String.valueOf(e.getFile()), "went away while it was read"));
        } catch (IOException e) {
            throw new InvalidInput(Problem.in(path.toString(), "cannot be read: " + e.getMessage()));
        }
        throw new InvalidInput(Problem.in(path.toString(), "no such folder or file")
                .withHint("give a folder in Hugging Face layout (config.json, *.safetensors, tokenizer.json)"));
    }

    private static Dossier folder(String model, Path folder) throws IOException, InvalidInput {
        List<Problem> problems = new ArrayList<>();
        List<String> names = BoundedFiles.names(folder);
        Optional<ModelConfig> config = ModelConfig.read(folder, problems);
        Optional<Weights> weights = Weights.read(folder, names, config.map(ModelConfig::tied).orElse(false),
                config.map(ModelConfig::quantized).orElse(false), problems);
        if (!problems.isEmpty() || config.isEmpty() || weights.isEmpty()) {
            throw new InvalidInput(problems);
        }
        ModelCard card = ModelCard.read(folder);
        List<String> warnings = new ArrayList<>(weights.get().warnings());
        card.unread().ifPresent(why -> warnings.add(ModelCard.FILE + ": front matter not read: " + why));
        if (config.get().remoteCode()) {
            warnings.add("loading it elsewhere would run Python code from the folder (auto_map)");
        }
        NavigableSet<String> deciding = new TreeSet<>(weights.get().files());
        names.stream().filter(name -> DECIDING.matcher(name).matches()).forEach(deciding::add);
        return new Dossier(model, digest(folder, deciding), OptionalLong.of(weights.get().bytes()),
                Optional.of(weights.get().format()), weights.get().dtypes(), config.get().architecture(),
                weights.get().parameters(), config.get().contextTokens(), config.get().vocabulary(), card.languages(),
                card.datasets(), card.baseModels(), config.get().remoteCode(), warnings);
    }

    private static Dossier file(String model, Path file) throws IOException, InvalidInput {
        byte[] magic = Files.size(file) < 4 ? new byte[4] : firstBytes(file);
        if (!new String(magic, StandardCharsets.US_ASCII).equals("GGUF")) {
            throw new InvalidInput(Problem.in(file.toString(), "not a GGUF file and not a folder")
                    .withHint("give a folder in Hugging Face layout, or a .gguf file"));
        }
        Path name = file.getFileName();
        return new Dossier(model,
                name == null
                        ? "sha256:" + BoundedFiles.sha256(file)
                        : digest(file.resolveSibling(""), new TreeSet<>(List.of(name.toString()))),
                OptionalLong.of(Files.size(file)), Optional.of("gguf"), List.of(), Optional.empty(),
                OptionalLong.empty(), OptionalInt.empty(), OptionalInt.empty(), List.of(), List.of(), List.of(), false,
                List.of("of a GGUF file only size and hash are read"));
    }

    private static byte[] firstBytes(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(4);
        }
    }

    /** SHA-256 over the lines that {@code sha256sum} prints for these files, sorted by name. */
    private static String digest(Path folder, NavigableSet<String> names) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String name : names) {
            lines.append(BoundedFiles.sha256(folder.resolve(name))).append("  ").append(name).append('\n');
        }
        return "sha256:" + BoundedFiles.sha256(lines.toString().getBytes(StandardCharsets.UTF_8));
    }
}
