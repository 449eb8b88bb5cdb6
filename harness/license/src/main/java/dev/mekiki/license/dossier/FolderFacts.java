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
import dev.mekiki.license.files.ModelConfig;
import dev.mekiki.license.files.ParameterCount;
import dev.mekiki.license.files.Quantization;
import dev.mekiki.license.files.Warning;
import dev.mekiki.license.files.Weights;
import dev.mekiki.license.lineage.Families;
import dev.mekiki.license.lineage.TokenizerFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Facts of a folder in Hugging Face layout. */
final class FolderFacts {
    private static final int LARGEST_TEMPLATE = 1 << 20;
    private static final List<String> GENERATION = List.of("do_sample", "temperature", "top_p", "top_k", "min_p",
            "repetition_penalty", "presence_penalty", "max_new_tokens");
    private static final Set<String> RELATIONS = Set.of("adapter", "merge", "quantized", "finetune");

    private FolderFacts() {}

    /** @throws InvalidInput with every problem found */
    static ModelFacts read(String model, Path folder) throws IOException, InvalidInput {
        List<Problem> problems = new ArrayList<>();
        List<String> names = BoundedFiles.names(folder);
        String label = folder.resolve(ModelConfig.FILE).toString();
        Optional<JsonNode> root = ModelConfig.tree(folder, ModelConfig.FILE, problems);
        Optional<ModelConfig> config = root
                .map(tree -> ModelConfig.read(tree, label, ModelConfig.remoteCode(folder), problems));
        Optional<Shape> shape = root.flatMap(ShapeReader::read);
        Optional<Quantization> quantization = config.flatMap(ModelConfig::quantization);
        Optional<Weights> weights = Weights.read(folder, names, new Quantization.Counting(
                config.map(ModelConfig::tied).orElse(false), quantization, shape), problems);
        if (!problems.isEmpty() || root.isEmpty() || config.isEmpty() || weights.isEmpty()) {
            throw new InvalidInput(problems);
        }
        ModelCard card = ModelCard.read(folder);
        ParameterCount count = weights.get().count();
        ContextLength context = ContextLength.read(root.get(), shape);
        List<ModelFacts.Claim> claims = SizeClaims.read(name(model, folder), card, weights.get().stated(),
                count.total(), count.total().orElse(0) - count.parts().getOrDefault(ParameterCount.EMBEDDINGS, 0L));
        boolean diffusion = ShapeReader.diffusion(root.get());
        return new ModelFacts(model, weighing(weights.get(), quantization), config.get().architecture(), shape,
                diffusion, count, claims, context, config.get().vocabulary(), card.languages(),
                Senses.read(card, root.get(), names), declared(card, config.get()),
                lineage(card, config.get(), folder, names),
                CardStatements.read(card, card.datasets(),
                        new ModelFacts.Statement(String.join(", ", shown(weights.get())),
                                weights.get().format())),
                generation(folder), template(folder, names), config.get().remoteCode(), Scripts.read(folder, names),
                Families.load().detect(root.get(), ModelConfig.FILE,
                        TokenizerFacts.read(folder, names, Families.load()::knows), List.of()),
                warnings(folder, weights.get(), card, config.get(), claims, diffusion));
    }

    private static String name(String model, Path folder) {
        return model.startsWith("hub:")
                ? model.replaceFirst("@.*", "")
                : String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    }

    private static List<String> shown(Weights weights) {
        List<String> files = List.copyOf(weights.files());
        return files.size() <= 2 ? files : List.of(files.getFirst(), "…", files.getLast());
    }

    private static ModelFacts.Weighing weighing(Weights weights, Optional<Quantization> quantization) {
        long total = weights.count().total().orElse(0);
        boolean blocks = weights.dtypes().contains("U8") && weights.count().total().isPresent();
        return new ModelFacts.Weighing(weights.format(), List.copyOf(weights.files()), weights.bytes(),
                weights.dtypes(),
                quantization
                        .map(how -> how.method() + (how.bits().isPresent() ? " " + how.bits().getAsInt() + "-bit" : ""))
                        .or(() -> blocks && quantization.isPresent() ? Optional.of("packed") : Optional.empty()),
                total > 0 ? OptionalDouble.of(weights.bytes() * 8.0 / total) : OptionalDouble.empty(), 0);
    }

    private static List<Declared> declared(ModelCard card, ModelConfig config) {
        List<Declared> declared = new ArrayList<>();
        card.licenses().forEach(id -> declared.add(new Declared(ModelCard.FILE, id)));
        card.licenseName().ifPresent(id -> declared.add(new Declared(ModelCard.FILE + ": license_name", id)));
        config.license().ifPresent(id -> declared.add(new Declared(ModelConfig.FILE, id)));
        return declared;
    }

    private static List<Base> lineage(ModelCard card, ModelConfig config, Path folder, List<String> names) {
        List<Base> lineage = new ArrayList<>();
        Optional<String> relation = card.relation().map(text -> text.toLowerCase(Locale.ROOT))
                .filter(RELATIONS::contains);
        boolean adapter = names.contains("adapter_config.json")
                || card.library().filter(name -> name.equalsIgnoreCase("peft")).isPresent();
        // as the hub infers it
        String inferred = card.baseModels().size() > 1
                ? "merge"
                : adapter ? "adapter" : config.quantization().isPresent() ? "quantized" : "finetune";
        card.baseModels().forEach(base -> lineage
                .add(new Base(base, relation.orElse(inferred), relation.isEmpty(), ModelCard.FILE + ": base_model")));
        if (names.contains("adapter_config.json")) {
            ModelConfig.tree(folder, "adapter_config.json", new ArrayList<>())
                    .map(tree -> tree.path("base_model_name_or_path"))
                    .filter(base -> base.isString() && !base.stringValue().isBlank()
                            && base.stringValue().length() <= 300 && !card.baseModels().contains(base.stringValue()))
                    .ifPresent(base -> lineage.add(new Base(base.stringValue(), "adapter", false,
                            "adapter_config.json: base_model_name_or_path")));
        }
        return lineage;
    }

    private static List<String> generation(Path folder) {
        List<String> settings = new ArrayList<>();
        ModelConfig.tree(folder, "generation_config.json", new ArrayList<>()).ifPresent(tree -> {
            for (String key : GENERATION) {
                JsonNode value = tree.path(key);
                if ((value.isNumber() && value.toString().length() <= 20) || value.isBoolean()) {
                    settings.add(key + "=" + value);
                }
            }
        });
        return settings;
    }

    private static Optional<ModelFacts.ChatTemplate> template(Path folder, List<String> names) throws IOException {
        if (names.contains("chat_template.jinja")) {
            return BoundedFiles.read(folder.resolve("chat_template.jinja"), LARGEST_TEMPLATE)
                    .map(bytes -> new ModelFacts.ChatTemplate("chat_template.jinja", BoundedFiles.sha256(bytes)));
        }
        if (!names.contains("tokenizer_config.json")) {
            return Optional.empty();
        }
        return ModelConfig.tree(folder, "tokenizer_config.json", new ArrayList<>())
                .map(tree -> tree.path("chat_template"))
                .map(node -> node.isArray() ? node.path(0).path("template") : node).filter(JsonNode::isString)
                .map(node -> new ModelFacts.ChatTemplate("tokenizer_config.json",
                        BoundedFiles.sha256(node.stringValue().getBytes(StandardCharsets.UTF_8))));
    }

    private static List<String> warnings(Path folder, Weights weights, ModelCard card, ModelConfig config,
            List<ModelFacts.Claim> claims, boolean diffusion) throws IOException {
        List<String> warnings = new ArrayList<>(weights.warnings());
        card.unread().ifPresent(why -> warnings.add(Warning.FRONT_MATTER.with(why)));
        if (config.remoteCode()) {
            warnings.add(Warning.REMOTE_CODE.with());
        }
        BoundedFiles.linksOut(folder).stream().limit(10).forEach(name -> warnings.add(Warning.LINK_OUT.with(name)));
        claims.stream().filter(claim -> claim.agrees().equals(Optional.of(false)))
                .forEach(claim -> warnings.add(Warning.CLAIM.with(claim.source(), claim.says(),
                        weights.count().total().orElse(0))));
        if (diffusion) {
            warnings.add(Warning.DIFFUSION.with());
        }
        return warnings;
    }
}
