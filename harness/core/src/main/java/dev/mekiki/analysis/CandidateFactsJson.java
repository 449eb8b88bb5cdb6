package dev.mekiki.analysis;

import dev.mekiki.domain.Dossier;
import dev.mekiki.domain.EngineDescription;
import dev.mekiki.domain.LicenseFinding;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A candidate's facts in findings.json, with the keys of {@code mekiki inspect} and {@code mekiki license}. */
final class CandidateFactsJson {
    private CandidateFactsJson() {}

    static ObjectNode dossier(Dossier dossier) {
        ObjectNode node = FindingsJson.object();
        node.put("model", dossier.model());
        node.put("digest", dossier.digest());
        ObjectNode files = node.putObject("files");
        dossier.weightsBytes().ifPresent(bytes -> files.put("weights_bytes", bytes));
        dossier.format().ifPresent(format -> files.put("format", format));
        strings(files, "dtypes", dossier.dtypes());
        dossier.architecture().ifPresent(name -> node.put("architecture", name));
        dossier.parameters().ifPresent(count -> node.put("parameters", count));
        dossier.contextTokens().ifPresent(tokens -> node.put("context_tokens", tokens));
        dossier.vocabulary().ifPresent(tokens -> node.put("vocabulary", tokens));
        strings(node, "languages", dossier.languages());
        if (!dossier.trainingData().isEmpty()) {
            FindingsJson.strings(node.putObject("training_data").putArray("declared"), dossier.trainingData());
        }
        if (!dossier.baseModels().isEmpty()) {
            ArrayNode lineage = node.putArray("lineage");
            dossier.baseModels().forEach(base -> lineage.addObject().put("base", base));
        }
        node.put("remote_code", dossier.remoteCode());
        strings(node, "warnings", dossier.warnings());
        dossier.traits().ifPresent(traits -> traits(node, traits));
        return node;
    }

    private static void traits(ObjectNode node, Dossier.Traits traits) {
        traits.activeParameters().ifPresent(count -> node.put("active_parameters", count));
        traits.quantization().ifPresent(how -> node.put("quantization", how));
        traits.transparency().ifPresent(grade -> node.putObject("transparency").put("grade", grade));
        traits.tokensPerCharacter()
                .ifPresent(tokens -> node.putObject("tokens_per_character").put("ja", tokens));
        if (!traits.scripts().isEmpty()) {
            ObjectNode scripts = node.putObject("vocabulary_scripts");
            traits.scripts().forEach(script -> scripts.put(script.script(), script.tokens()));
        }
        if (!traits.memory().isEmpty()) {
            ObjectNode memory = node.putObject("memory").put("engine", traits.memory().getFirst().engine());
            ArrayNode at = memory.putArray("at");
            traits.memory().forEach(each -> at.addObject().put("context_tokens", each.contextTokens())
                    .put("sequences", each.sequences()).put("total_bytes", each.totalBytes()));
        }
        traits.looksLike().ifPresent(family -> node.put("looks_like", family));
    }

    static ObjectNode license(LicenseFinding finding) {
        ObjectNode node = FindingsJson.object();
        node.put("profile", finding.profile());
        node.put("verdict", finding.verdict().id());
        LicenseJson.licenses(node.putArray("licenses"), finding.licenses(), Map.of());
        LicenseJson.reasons(node.putArray("reasons"), finding.reasons());
        LicenseJson.duties(node.putArray("duties"), finding.duties());
        FindingsJson.strings(node.putArray("conflicts"), finding.conflicts());
        finding.evidence().ifPresent(evidence -> node.put("evidence", evidence.id()));
        strings(node, "missing", finding.missing());
        if (!finding.changes().isEmpty()) {
            LicenseJson.changes(node.putArray("changes"), finding.changes());
        }
        node.put("disclaimer", finding.disclaimer());
        return node;
    }

    static ObjectNode runtime(EngineDescription runtime) {
        ObjectNode node = FindingsJson.object();
        node.put("engine", runtime.engine());
        node.put("version", runtime.version());
        runtime.contextTokens().ifPresent(tokens -> node.put("context_tokens", tokens));
        runtime.chatTemplate().ifPresent(digest -> node.put("chat_template", digest));
        ObjectNode options = node.putObject("options");
        runtime.resolved().forEach(options::put);
        return node;
    }

    private static void strings(ObjectNode node, String key, List<String> values) {
        if (!values.isEmpty()) {
            FindingsJson.strings(node.putArray(key), values);
        }
    }
}
