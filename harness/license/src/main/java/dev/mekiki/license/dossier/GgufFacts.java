package dev.mekiki.license.dossier;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import dev.mekiki.license.architecture.ContextLength;
import dev.mekiki.license.architecture.Shape;
import dev.mekiki.license.architecture.ShapeReader;
import dev.mekiki.license.dossier.ModelFacts.Base;
import dev.mekiki.license.dossier.ModelFacts.Declared;
import dev.mekiki.license.files.BoundedFiles;
import dev.mekiki.license.files.ModelCard;
import dev.mekiki.license.files.ParameterCount;
import dev.mekiki.license.files.Quantization;
import dev.mekiki.license.files.TensorInfo;
import dev.mekiki.license.files.Warning;
import dev.mekiki.license.gguf.GgufHeader;
import dev.mekiki.license.lineage.Families;
import dev.mekiki.license.lineage.TokenizerFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Facts of a GGUF file, or of all parts of a split one. */
final class GgufFacts {
    private static final Pattern SPLIT = Pattern.compile("(.+)-(\\d{5})-of-(\\d{5})\\.gguf");
    /** Types that llama.cpp's repack.cpp knows, as of b11434; which of them on what processor is in docs/memory.md. */
    private static final Set<String> RELAID = Set.of("Q2_K", "Q4_0", "Q4_K", "Q5_K", "Q6_K", "Q8_0", "IQ4_NL", "MXFP4");
    /** Rows are taken out of it, which needs them as they are in the file. */
    private static final String LOOKED_UP = "token_embd.weight";
    private static final int MOST_PARTS = 1000;
    private static final int MOST_BASES = 50;

    private GgufFacts() {}

    /** All files of the model that this one belongs to, in order. */
    static List<Path> parts(Path file) throws InvalidInput {
        Matcher split = SPLIT.matcher(String.valueOf(file.getFileName()));
        if (!split.matches()) {
            return List.of(file);
        }
        int count = Integer.parseInt(split.group(3));
        if (count < 1 || count > MOST_PARTS) {
            throw new InvalidInput(Problem.in(file.toString(), "is part of " + count + " files; at most " + MOST_PARTS
                    + " are read"));
        }
        List<Path> parts = new ArrayList<>();
        List<Problem> missing = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            Path part = file.resolveSibling(String.format(java.util.Locale.ROOT, "%s-%05d-of-%05d.gguf",
                    split.group(1), i, count));
            parts.add(part);
            if (!Files.isRegularFile(part)) {
                missing.add(Problem.in(part.toString(), "missing; the model is split into " + count + " files"));
            }
        }
        if (!missing.isEmpty()) {
            throw new InvalidInput(missing);
        }
        return parts;
    }

    static ModelFacts read(String model, Path file) throws IOException, InvalidInput {
        List<Path> parts = parts(file);
        List<String> warnings = new ArrayList<>();
        List<TensorInfo> tensors = new ArrayList<>();
        GgufHeader first = GgufHeader.read(parts.getFirst());
        long bytes = 0;
        for (Path part : parts) {
            GgufHeader header = part.equals(parts.getFirst()) ? first : GgufHeader.read(part);
            tensors.addAll(header.tensors());
            long size = Files.size(part);
            long end = header.data()
                    + header.tensors().stream().mapToLong(TensorInfo::end).max().orElse(size - header.data());
            if (end > size) {
                warnings.add(Warning.TRUNCATED.with(part.getFileName(), end, size));
            }
            bytes += size;
        }
        GgufValues values = new GgufValues(first);
        if (values.number("split.tensors.count").orElse(tensors.size()) != tensors.size()) {
            warnings.add(Warning.PART_TENSORS.with(tensors.size(), values.number("split.tensors.count").orElse(0)));
        }
        if (first.bigEndian()) {
            warnings.add(Warning.BIG_ENDIAN.with());
        }
        Path folder = file.toAbsolutePath().normalize().getParent();
        ModelCard card = ModelCard.read(folder == null ? Path.of("") : folder);
        Optional<Shape> shape = ShapeReader.read(values.asConfig());
        ParameterCount count = ParameterCount.of(tensors, new Quantization.Counting(false, Optional.empty(), shape));
        ContextLength context = values.context(shape);
        List<ModelFacts.Claim> claims = SizeClaims.read(values.text("general.size_label")
                .orElse(String.valueOf(file.getFileName())), card, OptionalLong.empty(), count.total(),
                count.total().orElse(0) - count.parts().getOrDefault(ParameterCount.EMBEDDINGS, 0L));
        List<String> datasets = Stream.concat(values.texts("general.datasets").stream(), card.datasets().stream())
                .distinct().toList();
        return new ModelFacts(model,
                weighing(parts, bytes, tensors, count, values.text("general.quantized_by").isPresent()),
                values.text("general.architecture"), shape, ShapeReader.diffusion(values.asConfig()), count, claims,
                context, values.vocabulary(),
                Stream.concat(values.texts("general.languages").stream(), card.languages().stream()).distinct()
                        .toList(),
                new ModelFacts.Modalities(List.of(), List.of("text")), declared(values, card), lineage(values, card),
                CardStatements.read(card, datasets,
                        new ModelFacts.Statement(String.valueOf(parts.getFirst().getFileName()), "gguf")),
                List.of(),
                values.text("tokenizer.chat_template").map(text -> new ModelFacts.ChatTemplate(
                        "tokenizer.chat_template", BoundedFiles.sha256(text.getBytes(StandardCharsets.UTF_8)))),
                false, List.of(),
                Families.load().detect(values.asConfig(), String.valueOf(file.getFileName()),
                        TokenizerFacts.ofGguf(values.texts("tokenizer.ggml.tokens", Integer.MAX_VALUE),
                                values.text("tokenizer.ggml.pre")),
                        List.of()),
                warnings);
    }

    private static ModelFacts.Weighing weighing(List<Path> parts, long bytes, List<TensorInfo> tensors,
            ParameterCount count, boolean quantized) {
        Map<String, Long> types = new HashMap<>();
        tensors.forEach(tensor -> types.merge(tensor.dtype(), tensor.elements(), Long::sum));
        List<String> dtypes = types.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey).toList();
        long stored = tensors.stream().mapToLong(tensor -> tensor.end() - tensor.begin()).sum();
        long total = count.total().orElse(0);
        boolean blocks = quantized || (!dtypes.isEmpty() && dtypes.getFirst().contains("Q"));
        return new ModelFacts.Weighing("gguf", parts.stream().map(part -> String.valueOf(part.getFileName())).toList(),
                bytes, dtypes, blocks && !dtypes.isEmpty() ? Optional.of(dtypes.getFirst()) : Optional.empty(),
                total > 0 && stored > 0 ? OptionalDouble.of(stored * 8.0 / total) : OptionalDouble.empty(),
                tensors.stream().filter(tensor -> RELAID.contains(tensor.dtype()) && tensor.shape().size() > 1)
                        .filter(tensor -> !tensor.name().equals(LOOKED_UP))
                        .mapToLong(tensor -> tensor.end() - tensor.begin()).sum());
    }

    private static List<Declared> declared(GgufValues values, ModelCard card) {
        List<Declared> declared = new ArrayList<>();
        for (String key : List.of("general.license", "general.license.name")) {
            values.text(key).filter(id -> !id.isBlank()).ifPresent(id -> declared.add(new Declared(key, id)));
        }
        card.licenses().forEach(id -> declared.add(new Declared(ModelCard.FILE, id)));
        return declared;
    }

    private static List<Base> lineage(GgufValues values, ModelCard card) {
        List<Base> lineage = new ArrayList<>();
        for (String key : List.of("general.source.huggingface.repository", "general.source.repo_url",
                "general.source.url")) {
            values.text(key).ifPresent(base -> lineage.add(new Base(base, "quantized", true, key)));
        }
        long count = Math.min(MOST_BASES, values.number("general.base_model.count").orElse(0));
        for (int i = 0; i < count; i++) {
            String key = "general.base_model." + i;
            Optional<String> name = values.text(key + ".repo_url")
                    .map(url -> url.replaceFirst("^https?://huggingface\\.co/", "")).or(() -> values.text(key
                            + ".name"));
            name.ifPresent(base -> lineage.add(new Base(base, count > 1 ? "merge" : "finetune", true, key)));
        }
        card.baseModels().forEach(base -> lineage.add(new Base(base, card.relation().orElse("quantized"),
                card.relation().isEmpty(), ModelCard.FILE + ": base_model")));
        return lineage;
    }
}
