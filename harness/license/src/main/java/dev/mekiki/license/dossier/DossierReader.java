package dev.mekiki.license.dossier;

import dev.mekiki.domain.Dossier;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import dev.mekiki.license.files.BoundedFiles;
import dev.mekiki.license.memory.MemoryReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads a folder in Hugging Face layout, or a GGUF file. */
public final class DossierReader {
    /** Files besides the weights that decide what the model answers: configuration, tokenizer, templates, code. */
    private static final Pattern DECIDING = Pattern.compile(
            "(?:config|generation_config|tokenizer|tokenizer_config|special_tokens_map|added_tokens|vocab|chat_template|processor_config|preprocessor_config|adapter_config)\\.json"
                    + "|.*\\.safetensors\\.index\\.json|adapter_model\\.safetensors|vocab\\.txt|merges\\.txt|.*\\.(?:jinja|tiktoken|py)|(?:tokenizer|spiece|sentencepiece.*)\\.model");

    private DossierReader() {}

    /**
     * What headers, configuration and card say; nothing is hashed, so that it takes the same time whatever the model's size.
     *
     * @throws InvalidInput with every problem found
     */
    public static ModelFacts facts(String model, Path path) throws InvalidInput {
        return reading(path, () -> {
            Optional<Path> file = gguf(path);
            return file.isPresent() ? GgufFacts.read(model, file.get()) : FolderFacts.read(model, path);
        });
    }

    /**
     * With a digest over all files that decide what the model answers, which reads them wholly.
     *
     * @throws InvalidInput with every problem found
     */
    public static Dossier read(String model, Path path) throws InvalidInput {
        return reading(path, () -> {
            Optional<Path> file = gguf(path);
            return file.isPresent() ? file(model, file.get()) : folder(model, path);
        });
    }

    private interface Reading<T> {
        T read() throws IOException, InvalidInput;
    }

    private static <T> T reading(Path path, Reading<T> reading) throws InvalidInput {
        if (!Files.isDirectory(path) && !Files.isRegularFile(path)) {
            throw new InvalidInput(Problem.in(path.toString(), "no such folder or file")
                    .withHint("give a folder in Hugging Face layout (config.json, *.safetensors, tokenizer.json)"));
        }
        try {
            return reading.read();
        } catch (NoSuchFileException e) {
            throw new InvalidInput(Problem.in(String.valueOf(e.getFile()), "went away while it was read"));
        } catch (IOException e) {
            throw new InvalidInput(Problem.in(path.toString(), "cannot be read: " + e.getMessage()));
        }
    }

    private static Dossier folder(String model, Path folder) throws IOException, InvalidInput {
        ModelFacts facts = FolderFacts.read(model, folder);
        NavigableSet<String> deciding = new TreeSet<>(facts.weights().names());
        BoundedFiles.names(folder).stream().filter(name -> DECIDING.matcher(name).matches()).forEach(deciding::add);
        return dossier(facts, digest(folder, deciding));
    }

    private static Dossier dossier(ModelFacts facts, String digest) {
        return new Dossier(facts.model(), digest, OptionalLong.of(facts.weights().bytes()),
                Optional.of(facts.weights().format()), facts.weights().dtypes(), facts.architecture(),
                facts.parameters().total(), facts.context().tokens(), facts.vocabulary(), facts.languages(),
                facts.training().declared(), facts.lineage().stream().map(ModelFacts.Base::base).distinct().toList(),
                facts.remoteCode(), facts.warnings(), Optional.of(traits(facts)));
    }

    private static Dossier.Traits traits(ModelFacts facts) {
        MemoryReport.Question usual = new MemoryReport.Question(List.of(), List.of(), Optional.empty(),
                OptionalLong.empty());
        List<Dossier.Memory> memory = MemoryReport.of(facts, usual, false).stream().limit(1)
                .flatMap(report -> report.at().stream().map(each -> new Dossier.Memory(report.model().layout().engine(),
                        each.contextTokens(), each.sequences(), each.totalBytes())))
                .toList();
        return new Dossier.Traits(facts.parameters().active(), facts.weights().quantization(),
                Optional.of(facts.training().transparency().grade().name()), OptionalDouble.empty(),
                facts.scripts(), memory, facts.looksLike().map(looks -> looks.family().name()));
    }

    /** A file, or the one GGUF model of a folder that holds nothing else. */
    private static Optional<Path> gguf(Path path) throws IOException, InvalidInput {
        if (!Files.isDirectory(path)) {
            return Optional.of(path);
        }
        List<String> names = BoundedFiles.names(path);
        List<String> files = names.stream().filter(name -> name.endsWith(".gguf")).toList();
        if (names.contains("config.json") || files.isEmpty()) {
            return Optional.empty();
        }
        List<Path> first = GgufFacts.parts(path.resolve(files.getFirst()));
        if (first.size() < files.size()) {
            throw new InvalidInput(Problem.in(path.toString(), "holds several GGUF models: "
                    + String.join(", ", files.subList(0, Math.min(8, files.size()))))
                    .withHint("name one of the files"));
        }
        return Optional.of(first.getFirst());
    }

    private static Dossier file(String model, Path file) throws IOException, InvalidInput {
        ModelFacts facts = GgufFacts.read(model, file);
        return dossier(facts, digest(file.resolveSibling(""), new TreeSet<>(facts.weights().names())));
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
