package dev.mekiki.license;

import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.license.Collected.Lineage;
import dev.mekiki.license.Statement.Kind;
import dev.mekiki.license.files.BoundedFiles;
import dev.mekiki.license.files.ModelCard;
import dev.mekiki.license.files.ModelConfig;
import dev.mekiki.license.lineage.Families;
import dev.mekiki.license.lineage.Families.Detected;
import dev.mekiki.license.lineage.TokenizerFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Collects what a model's files say about its license: its own, those of the models that it was made from as far as they are at hand, and
 * where the sayings contradict each other.
 */
final class StatementReader {
    private static final int DEEPEST = 6;
    private static final int MOST_MODELS = 40;
    private static final int MOST_GGUF = 8;
    private static final int LONGEST_NAME = 300;
    private static final String ADAPTER = "adapter_config.json";
    private static final Pattern LATER_PART = Pattern.compile(".*-(?!00001-)\\d{5}-of-\\d{5}\\.gguf");
    private static final Pattern HUB_NAME = Pattern.compile("[A-Za-z0-9][\\w.-]*/[A-Za-z0-9][\\w.-]*");
    private final Catalogue catalogue;
    private final ModelsAtHand others;
    private final Families families = Families.load();
    private final CardLicenses cards;
    private final FileLicenses texts;
    private final GgufLicenses ggufs;
    private final Origins origins;

    StatementReader(Catalogue catalogue, ModelsAtHand others) {
        this.catalogue = catalogue;
        this.others = others;
        TextRecogniser recogniser = new TextRecogniser(catalogue);
        this.cards = new CardLicenses(catalogue, recogniser);
        this.texts = new FileLicenses(recogniser);
        this.ggufs = new GgufLicenses(catalogue);
        this.origins = new Origins(catalogue, families);
    }

    /** One model's files. */
    private record Model(Collected collected, ModelCard card, Optional<ModelConfig> config, Optional<Detected> looks) {}

    /** @param path a folder or a GGUF file, which exists */
    Statements read(Path path) {
        Model model = whole(path, 0, new HashSet<>());
        Collected collected = model.collected();
        model.looks().ifPresent(looks -> origins.undeclared(looks, collected));
        own(collected);
        return new Statements(collected.statements, collected.reasons, List.copyOf(collected.conflicts),
                model.config().map(ModelConfig::multimodal), collected.unknownBases, collected.files, collected.lines,
                model.looks());
    }

    /** Whether the model's own license is told at all, and by more than a word that stands for any license. */
    private static void own(Collected collected) {
        Set<String> listed = collected.own().filter(each -> each.source().equals(CardLicenses.LICENSE))
                .map(Statement::called).collect(Collectors.toSet());
        boolean named = collected.own().filter(each -> each.entry().isPresent())
                .anyMatch(each -> !listed.contains(each.called()));
        if (!named) {
            collected.pointers.forEach(why -> collected.doubt(why, CardLicenses.LICENSE, Verdict.UNKNOWN));
        }
        boolean told = collected.own().findAny().isPresent() || !collected.pointers.isEmpty();
        if (!told && !collected.statements.isEmpty()) {
            boolean inherited = collected.statements.stream().anyMatch(Statement::binds);
            collected.doubt((inherited ? Message.NOT_OWN : Message.CODE_ONLY).with(), "–", Verdict.UNKNOWN);
        }
    }

    /** With its bases, as deep as they are at hand. */
    private Model whole(Path path, int depth, Set<String> seen) {
        Model model = own(path);
        Collected collected = model.collected();
        Path folder = folder(path);
        for (Lineage base : List.copyOf(collected.bases)) {
            if (seen.size() < MOST_MODELS && seen.add(base.model().toLowerCase(Locale.ROOT))) {
                base(base, folder, depth, seen, collected);
            }
        }
        origins.teachers(model.card(), collected);
        return model;
    }

    private void base(Lineage base, Path folder, int depth, Set<String> seen, Collected collected) {
        Optional<LicenseEntry> entry = origins.ofModel(base.model());
        entry.ifPresent(known -> collected.add(Kind.DECLARED, known.id(), base.source(), base.sha256(), entry,
                "base:" + base.model()));
        Optional<Path> there = depth < DEEPEST ? others.find(last(base.model()), folder) : Optional.empty();
        boolean told = entry.isPresent();
        if (there.isPresent()) {
            Collected inherited = whole(there.get(), depth + 1, seen).collected();
            told |= inherited.own().anyMatch(each -> each.entry().isPresent() || each.kind() == Kind.DECLARED);
            collected.inherit(base.model(), inherited);
        }
        if (!told && base.declared()) {
            collected.unknownBases.add(base.model());
        }
    }

    /** Of a path, which may be anywhere, only the name at its end is looked up. */
    private static String last(String model) {
        return HUB_NAME.matcher(model).matches()
                ? model
                : model.replaceFirst("[/\\\\]+$", "").replaceFirst(".*[/\\\\]",
                        "");
    }

    private Model own(Path path) {
        Collected collected = new Collected();
        Path folder = folder(path);
        ModelCard card = ModelCard.read(folder);
        cards.read(card, collected);
        Optional<ModelConfig> config = Optional.empty();
        Optional<Detected> looks = Optional.empty();
        try {
            List<String> names = BoundedFiles.names(folder);
            Optional<JsonNode> tree = tree(folder, names, ModelConfig.FILE, "config", collected);
            config = ModelConfig.leniently(folder);
            config.flatMap(ModelConfig::license).filter(id -> !id.isEmpty())
                    .ifPresent(id -> collected.declare(id, ModelConfig.FILE + ": license", hash(collected,
                            ModelConfig.FILE), catalogue.find(id)));
            for (String base : card.baseModels()) {
                collected.base(base, ModelCard.FILE + ": base_model", card.sha256(), true);
            }
            adapter(folder, names, collected);
            tree.ifPresent(root -> origin(root, collected));
            List<GgufLicenses.Looks> gguf = ggufs(path, folder, names, collected);
            texts.read(folder, card, collected);
            looks = looks(folder, names, tree, gguf, collected);
        } catch (IOException e) {
            collected.doubt(Message.UNREADABLE.with(folder.toString(), Message.FILES_UNREADABLE.with()), "–",
                    Verdict.UNKNOWN);
        }
        Contradictions.find(collected);
        return new Model(collected, card, config, looks);
    }

    private static Optional<String> hash(Collected collected, String name) {
        return collected.files.stream().filter(file -> file.name().equals(name)).findFirst()
                .flatMap(FileRead::sha256);
    }

    private static Optional<JsonNode> tree(Path folder, List<String> names, String name, String role,
            Collected collected) throws IOException {
        if (!names.contains(name)) {
            return Optional.empty();
        }
        collected.read(name, BoundedFiles.read(folder.resolve(name), 8 << 20).map(BoundedFiles::sha256), role);
        return ModelConfig.tree(folder, name, new ArrayList<>());
    }

    private static void adapter(Path folder, List<String> names, Collected collected) throws IOException {
        tree(folder, names, ADAPTER, "adapter", collected).map(root -> root.path("base_model_name_or_path"))
                .filter(JsonNode::isString).map(JsonNode::stringValue).map(String::strip)
                .filter(base -> !base.isEmpty() && base.length() <= LONGEST_NAME)
                .ifPresent(base -> collected.base(base, ADAPTER + ": base_model_name_or_path",
                        hash(collected, ADAPTER), true));
    }

    /** Where the weights were loaded from before they were saved here; nobody declares anything by it. */
    private void origin(JsonNode config, Collected collected) {
        String from = config.path("_name_or_path").asString("");
        Matcher name = HUB_NAME.matcher(from);
        if (name.matches() && from.length() <= LONGEST_NAME && origins.ofModel(from).isPresent()) {
            collected.base(from, ModelConfig.FILE + ": _name_or_path", hash(collected, ModelConfig.FILE), false);
        }
    }

    private List<GgufLicenses.Looks> ggufs(Path path, Path folder, List<String> names, Collected collected) {
        List<Path> files = Files.isRegularFile(path)
                ? List.of(path)
                : names.stream().filter(name -> name.endsWith(".gguf") && !LATER_PART.matcher(name).matches())
                        .limit(MOST_GGUF).map(folder::resolve).toList();
        return files.stream().flatMap(file -> ggufs.read(file, collected).stream()).toList();
    }

    private Optional<Detected> looks(Path folder, List<String> names, Optional<JsonNode> config,
            List<GgufLicenses.Looks> gguf, Collected collected) throws IOException {
        TokenizerFacts tokenizer = TokenizerFacts.read(folder, names, families::knows);
        tokenizer.read().forEach((name, hash) -> collected.read(name, Optional.of(hash), "tokenizer"));
        Optional<Detected> folders = families.detect(config.orElseGet(JsonMapper.shared()::createObjectNode),
                ModelConfig.FILE, tokenizer, collected.notices);
        return folders.or(() -> gguf.stream().flatMap(
                each -> families.detect(each.config(), each.file(), each.tokenizer(), collected.notices).stream())
                .findFirst());
    }

    private static Path folder(Path path) {
        Path parent = path.toAbsolutePath().normalize().getParent();
        return Files.isRegularFile(path) && parent != null ? parent : path;
    }
}
