package dev.mekiki.license.export;

import dev.mekiki.domain.LicenseFinding;
import dev.mekiki.domain.LicenseFinding.Duty;
import dev.mekiki.domain.LicenseFinding.License;
import dev.mekiki.domain.LicenseFinding.Reason;
import dev.mekiki.domain.LicenseFinding.Verdict;
import dev.mekiki.license.FileRead;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * SARIF 2.1.0: a rule for each duty, breach, open question and contradiction, and a result where a file says so. What is plainly allowed
 * is no result.
 */
public final class Sarif {
    private static final String SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    private static final int LONGEST_ID = 120;
    private final Map<String, Integer> indexes = new LinkedHashMap<>();
    private final ObjectNode root = JsonMapper.shared().createObjectNode();
    private final ArrayNode rules;
    private final ArrayNode artifacts;
    private final ArrayNode results;
    private final UnaryOperator<String> language;

    private Sarif(String version, String languageTag, UnaryOperator<String> language) {
        this.language = language;
        root.put("$schema", SCHEMA).put("version", "2.1.0");
        ObjectNode run = root.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "Mekiki")
                .put("version", version);
        driver.put("language", languageTag);
        rules = driver.putArray("rules");
        run.put("language", languageTag).put("columnKind", "utf16CodeUnits");
        artifacts = run.putArray("artifacts");
        results = run.putArray("results");
    }

    /**
     * @param languageTag of the messages, BCP 47
     * @param language puts an English message into it
     */
    public static ObjectNode of(List<Examined> models, String version, String languageTag,
            UnaryOperator<String> language) {
        Sarif sarif = new Sarif(version, languageTag, language);
        models.forEach(sarif::model);
        return sarif.root;
    }

    private void model(Examined model) {
        LicenseFinding finding = model.license().finding();
        for (FileRead file : model.license().files()) {
            ObjectNode artifact = artifacts.addObject();
            artifact.putObject("location").put("uri", uri(model.model(), file.name()));
            file.sha256().filter(_ -> !file.role().equals("gguf-header"))
                    .ifPresent(hash -> artifact.putObject("hashes").put("sha-256", hash));
        }
        for (Reason reason : finding.reasons()) {
            if (reason.effect() != Verdict.ALLOWED && !duty(reason, finding)) {
                result(model, kind(reason.effect()), reason.clause(), said(reason), level(reason.effect()),
                        reason.effect().id());
            }
        }
        for (Duty duty : finding.duties()) {
            result(model, "duty", duty.clause(), language.apply(duty.what()), "note", "conditional");
        }
        for (String conflict : finding.conflicts()) {
            result(model, "conflict", conflict, language.apply(conflict), "warning", "review");
        }
    }

    /** A condition that comes with something to do is told once: as that. */
    private static boolean duty(Reason reason, LicenseFinding finding) {
        return reason.effect() == Verdict.CONDITIONAL
                && finding.duties().stream().anyMatch(duty -> duty.clause().equals(reason.clause()));
    }

    private String said(Reason reason) {
        return language.apply(reason.because()) + reason.quote().map(quote -> " “" + quote + "”").orElse("");
    }

    private static String kind(Verdict effect) {
        return switch (effect) {
            case ALLOWED, CONDITIONAL -> "condition";
            case ACTION_NEEDED -> "action";
            case REVIEW -> "review";
            case DENIED -> "breach";
            case UNKNOWN -> "unknown";
        };
    }

    private static String level(Verdict effect) {
        return switch (effect) {
            case ALLOWED, CONDITIONAL -> "note";
            case ACTION_NEEDED, REVIEW -> "warning";
            case DENIED, UNKNOWN -> "error";
        };
    }

    private void result(Examined model, String kind, String clause, String message, String level, String effect) {
        boolean known = license(model, clause).isPresent();
        String rule = "license-" + kind + (known ? "/" + slug(clause) : "");
        ObjectNode result = results.addObject().put("ruleId", rule)
                .put("ruleIndex", rule(rule, kind, known ? clause : "", level)).put("level", level);
        result.putObject("message").put("text", message);
        ObjectNode place = result.putArray("locations").addObject().putObject("physicalLocation");
        Place where = place(model, clause);
        place.putObject("artifactLocation").put("uri", uri(model.model(), where.file()));
        place.putObject("region").put("startLine", where.line());
        result.putObject("partialFingerprints").put("mekiki/v1", rule + " " + model.model() + " " + clause);
        result.putObject("properties").put("model", model.model()).put("effect", effect).put("clause", clause);
    }

    private int rule(String id, String kind, String clause, String level) {
        return indexes.computeIfAbsent(id, _ -> {
            ObjectNode rule = rules.addObject().put("id", id).put("name", name(kind));
            rule.putObject("shortDescription").put("text",
                    description(kind) + (clause.isEmpty() ? "" : ": " + clause));
            rule.putObject("defaultConfiguration").put("level", level);
            rule.putObject("properties").putArray("tags").add("license").add(kind);
            return indexes.size();
        });
    }

    private static String name(String kind) {
        return "License" + kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1);
    }

    private static String description(String kind) {
        return switch (kind) {
            case "duty" -> "Something the license asks to be done";
            case "condition" -> "A condition of the license";
            case "action" -> "Something to be settled with the licensor first";
            case "review" -> "Something that somebody has to read and decide";
            case "breach" -> "The license does not allow this use";
            case "conflict" -> "What the files say contradicts itself";
            default -> "The license is not known";
        };
    }

    /** @param line from 1 */
    private record Place(String file, int line) {}

    private static Optional<License> license(Examined model, String clause) {
        return model.license().finding().licenses().stream().filter(each -> clause.startsWith(each.id() + " "))
                .findFirst();
    }

    /** Where a clause's license is stated, or the file that a remark is about; else the model's first file. */
    private static Place place(Examined model, String clause) {
        Map<String, Integer> lines = model.license().lines();
        List<String> own = model.license().files().stream().map(FileRead::name).toList();
        String source = license(model, clause).map(License::source).orElse(clause);
        String file = source.replaceFirst(": .*", "").replaceFirst(",.*", "");
        Optional<String> named = own.stream().filter(name -> file.equals(name)).findFirst()
                .or(() -> own.stream().filter(source::contains).findFirst());
        int line = lines.getOrDefault(source, 1);
        return named.map(name -> new Place(name, line)).orElseGet(() -> new Place(own.isEmpty() ? "" : own.getFirst(),
                1));
    }

    private static String uri(String model, String file) {
        String path = model.replace('\\', '/');
        String folder = path.endsWith(".gguf") ? path.replaceFirst("[^/]*$", "").replaceFirst("/$", "") : path;
        String whole = file.isEmpty() ? folder : folder.isEmpty() ? file : folder + "/" + file;
        try {
            // a colon within the first segment would read as a scheme
            boolean absolute = whole.startsWith("/");
            String raw = new URI(absolute ? "file" : null, absolute ? "" : null,
                    whole.startsWith("/") ? whole : "/" + whole,
                    null).toASCIIString();
            return absolute ? raw : raw.substring(1).replace(":", "%3A");
        } catch (URISyntaxException e) {
            return "model";
        }
    }

    private static String slug(String clause) {
        String slug = clause.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}.]+", "-").replaceAll("^-|-$", "");
        return slug.length() > LONGEST_ID ? slug.substring(0, LONGEST_ID) : slug;
    }
}
