package dev.mekiki.cli;

import dev.mekiki.license.architecture.ContextLength;
import dev.mekiki.license.architecture.Shape;
import dev.mekiki.license.dossier.ModelFacts;
import dev.mekiki.license.dossier.Transparency;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An inspected model for scripts. */
final class InspectJson {
    private InspectJson() {}

    static ObjectNode of(Inspected inspected) {
        ModelFacts facts = inspected.facts();
        ObjectNode node = JsonOutput.object().put("model", facts.model());
        files(node.putObject("files"), facts.weights());
        facts.architecture().ifPresent(name -> node.put("architecture", name));
        facts.parameters().total().ifPresent(count -> node.put("parameters", count));
        facts.parameters().active().ifPresent(count -> node.put("active_parameters", count));
        if (!facts.parameters().parts().isEmpty()) {
            facts.parameters().parts().forEach(node.putObject("parameter_parts")::put);
        }
        claims(node.putArray("parameter_claims"), facts.claims());
        facts.context().tokens().ifPresent(tokens -> node.put("context_tokens", tokens));
        context(node.putObject("context"), facts.context());
        facts.vocabulary().ifPresent(size -> node.put("vocabulary", size));
        if (!facts.scripts().isEmpty()) {
            ObjectNode scripts = node.putObject("vocabulary_scripts");
            facts.scripts().forEach(script -> scripts.put(script.script(), script.tokens()));
        }
        facts.looksLike().ifPresent(looks -> node.putObject("looks_like").put("family", looks.family().name())
                .put("by", looks.same() ? "architecture-and-vocabulary" : "tokenizer"));
        strings(node.putArray("languages"), facts.languages());
        strings(node.putArray("modalities"), facts.modalities().found());
        strings(node.putArray("modalities_declared"), facts.modalities().declared());
        inspected.tokens().ifPresent(tokens -> tokens(node, tokens, facts.context()));
        facts.shape().ifPresent(shape -> shape(node.putObject("layers"), shape));
        ArrayNode licenses = node.putObject("license").putArray("declared");
        facts.licenses().forEach(each -> licenses.addObject().put("source", each.source()).put("id", each.id()));
        ArrayNode lineage = node.putArray("lineage");
        facts.lineage().forEach(base -> lineage.addObject().put("base", base.base()).put("relation", base.relation())
                .put("inferred", base.inferred()).put("source", base.source()));
        training(node, facts.training());
        strings(node.putArray("generation"), facts.generation());
        facts.chatTemplate().ifPresent(template -> node.putObject("chat_template").put("source", template.source())
                .put("sha256", template.sha256()));
        node.put("remote_code", facts.remoteCode());
        if (!inspected.memory().isEmpty()) {
            InspectMemory.json(node.putObject("memory"), inspected.memory());
        }
        ArrayNode engines = node.putArray("engines");
        for (Inspected.Runs runs : inspected.engines()) {
            ObjectNode engine = engines.addObject().put("engine", runs.engine()).put("runs", runs.why().isEmpty());
            runs.why().ifPresent(why -> engine.put("why", why));
        }
        strings(node.putArray("warnings"), facts.warnings());
        return node;
    }

    private static void files(ObjectNode node, ModelFacts.Weighing weights) {
        node.put("weights_bytes", weights.bytes()).put("format", weights.format());
        strings(node.putArray("dtypes"), weights.dtypes());
        weights.quantization().ifPresent(how -> node.put("quantization", how));
        weights.bitsPerWeight().ifPresent(bits -> node.put("bits_per_weight", Math.round(bits * 1000) / 1000.0));
        strings(node.putArray("names"), weights.names());
    }

    private static void claims(ArrayNode array, List<ModelFacts.Claim> claims) {
        for (ModelFacts.Claim claim : claims) {
            ObjectNode node = array.addObject().put("source", claim.source()).put("says", claim.says())
                    .put("parameters", claim.parameters());
            claim.agrees().ifPresent(agrees -> node.put("agrees", agrees));
        }
    }

    private static void context(ObjectNode node, ContextLength context) {
        context.declared().ifPresent(tokens -> node.put("declared_tokens", tokens));
        context.trained().ifPresent(tokens -> node.put("trained_tokens", tokens));
        context.scaling().ifPresent(words -> node.put("rope_scaling", words));
        context.window().ifPresent(tokens -> node.put("sliding_window_tokens", tokens));
    }

    private static void tokens(ObjectNode node, TokenEfficiency tokens, ContextLength context) {
        ObjectNode each = node.putObject("tokens_per_character").put("ja", rounded(tokens.japanese()));
        tokens.kinds().forEach((kind, value) -> each.put(kind, rounded(value)));
        context.tokens().ifPresent(count -> node.put("context_characters_ja", tokens.charactersIn(count)));
    }

    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }

    private static void shape(ObjectNode node, Shape shape) {
        node.put("count", shape.layers().size());
        shape.kinds().forEach((kind, count) -> node.put(kind.name().toLowerCase(Locale.ROOT), count));
        shape.experts().ifPresent(experts -> node.putObject("experts").put("routed", experts.routed())
                .put("chosen", experts.chosen()).put("shared", experts.shared()));
    }

    private static void training(ObjectNode node, ModelFacts.Training training) {
        ObjectNode data = node.putObject("training_data");
        strings(data.putArray("declared"), training.declared());
        ArrayNode statements = data.putArray("statements");
        training.statements().forEach(
                each -> statements.addObject().put("source", each.source()).put("text", each.text()));
        ObjectNode transparency = node.putObject("transparency").put("grade", training.transparency().grade().name());
        ArrayNode reasons = transparency.putArray("reasons");
        for (Transparency.Reason reason : training.transparency().reasons()) {
            ObjectNode each = reasons.addObject().put("item", reason.item().id()).put("state", reason.state().id());
            reason.evidence().ifPresent(said -> each.put("source", said.source()).put("text", said.text()));
        }
    }

    static void strings(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }
}
