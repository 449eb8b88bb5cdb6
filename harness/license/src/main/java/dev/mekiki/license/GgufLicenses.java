package dev.mekiki.license;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.license.gguf.GgufHeader;
import dev.mekiki.license.lineage.TokenizerFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a GGUF file's metadata says of license and origin. */
final class GgufLicenses {
    private static final int MOST_BASES = 50;
    private static final int LONGEST = 300;
    private static final Pattern HUB = Pattern.compile("^https?://(?:www\\.)?(?:huggingface\\.co|hf\\.co)/");
    private final Catalogue catalogue;

    GgufLicenses(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * Architecture and vocabulary, under the names that {@code config.json} uses.
     *
     * @param file of the header
     */
    record Looks(ObjectNode config, TokenizerFacts tokenizer, String file) {}

    /** @return empty if it can't be read */
    Optional<Looks> read(Path file, Collected collected) {
        String name = String.valueOf(file.getFileName());
        GgufHeader header;
        try {
            header = GgufHeader.read(file);
        } catch (InvalidInput invalid) {
            collected.read(name, Optional.empty(), "gguf-header");
            collected.doubt(Message.UNREADABLE.with(name, Message.DAMAGED_GGUF.with()), name, Verdict.REVIEW);
            return Optional.empty();
        }
        Optional<String> hash = Optional.of(header.sha256());
        collected.read(name, hash, "gguf-header");
        licenses(header, name, hash, collected);
        bases(header, name, hash, collected);
        ObjectNode config = JsonMapper.shared().createObjectNode();
        text(header, "general.architecture").ifPresent(type -> {
            config.put("model_type", type);
            if (header.values().get(type + ".vocab_size") instanceof Long size) {
                config.put("vocab_size", size);
            }
        });
        List<String> tokens = header.values().get("tokenizer.ggml.tokens") instanceof GgufHeader.Items items
                ? items.kept().stream().filter(String.class::isInstance).map(String.class::cast).toList()
                : List.of();
        if (!config.has("vocab_size")
                && header.values().get("tokenizer.ggml.tokens") instanceof GgufHeader.Items items) {
            config.put("vocab_size", items.count());
        }
        return Optional.of(new Looks(config, TokenizerFacts.ofGguf(tokens, text(header, "tokenizer.ggml.pre")), name));
    }

    private void licenses(GgufHeader header, String file, Optional<String> hash, Collected collected) {
        Optional<String> license = text(header, "general.license");
        Optional<String> name = text(header, "general.license.name");
        license.ifPresent(text -> LicenseExpression.ids(text, catalogue).forEach(id -> {
            if (CardLicenses.nameless(id)) {
                if (name.isEmpty()) {
                    collected.pointers.add(Message.NAMES_NOTHING.with(file + ": general.license", id));
                }
            } else {
                collected.declare(id, file + ": general.license", hash, catalogue.find(id));
            }
        }));
        name.filter(text -> !CardLicenses.nameless(text)).ifPresent(text -> {
            Optional<LicenseEntry> entry = catalogue.find(text).or(() -> titled(text));
            boolean said = entry.isPresent()
                    && collected.own().anyMatch(each -> CardLicenses.same(each.entry(), entry));
            if (!said) {
                collected.declare(text, file + ": general.license.name", hash, entry);
            }
        });
        text(header, "general.license.link").flatMap(catalogue::linked)
                .filter(linked -> collected.own()
                        .noneMatch(each -> CardLicenses.same(each.entry(), Optional.of(linked))))
                .ifPresent(linked -> collected.declare(linked.id(), file + ": general.license.link", hash,
                        Optional.of(linked)));
    }

    /** By its title, since some give that for a name. */
    private Optional<LicenseEntry> titled(String name) {
        return catalogue.all().stream().filter(entry -> entry.name().equalsIgnoreCase(name.strip())).findFirst();
    }

    private static void bases(GgufHeader header, String file, Optional<String> hash, Collected collected) {
        for (String key : List.of("general.source.huggingface.repository", "general.source.repo_url",
                "general.source.url")) {
            text(header, key).map(GgufLicenses::bare)
                    .ifPresent(base -> collected.base(base, file + ": " + key, hash, true));
        }
        long count = header.values().get("general.base_model.count") instanceof Long told
                ? Math.clamp(told, 0, MOST_BASES)
                : 0;
        for (int i = 0; i < count; i++) {
            String key = "general.base_model." + i;
            text(header, key + ".repo_url").map(GgufLicenses::bare).or(() -> text(header, key + ".name").map(
                    name -> text(header, key + ".organization").map(owner -> owner + "/" + name).orElse(name)
                            .replace(' ', '-')))
                    .ifPresent(base -> collected.base(base, file + ": " + key, hash, true));
        }
    }

    private static String bare(String address) {
        return HUB.matcher(address.strip()).replaceFirst("").replaceFirst("/$", "");
    }

    private static Optional<String> text(GgufHeader header, String key) {
        return header.values().get(key) instanceof String text && !text.isBlank()
                ? Optional.of(text.length() > LONGEST ? text.substring(0, LONGEST) : text.strip())
                : Optional.empty();
    }
}
