package dev.mekiki.select;

import dev.mekiki.domain.Selection;
import dev.mekiki.domain.Selection.Reason;
import java.util.Locale;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes selection.json ({@code mekiki.selection/1}, docs/schemas/selection.schema.json). {@code reasons} are English sentences;
 * {@code explanations} are the same with key and arguments, to be said in another language.
 */
public final class SelectionJson {
    /** Value of the key {@code format}. */
    public static final String FORMAT = "mekiki.selection/1";

    private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private SelectionJson() {}

    /** The whole file, indented, ending in a newline. */
    public static String write(Selection selection) {
        return MAPPER.writeValueAsString(tree(selection)) + "\n";
    }

    public static ObjectNode tree(Selection selection) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("format", FORMAT);
        root.put("outcome", selection.outcome().id());
        ArrayNode candidates = root.putArray("candidates");
        selection.candidates().forEach(candidates::add);
        ArrayNode gates = root.putArray("gates");
        selection.gates()
                .forEach(gate -> gates.addObject()
                        .put("candidate", gate.candidate())
                        .put("gate", gate.gate())
                        .put("state", gate.state().name().toLowerCase(Locale.ROOT))
                        .put("reason", gate.reason().text())
                        .set("explanation", explanation(gate.reason())));
        ArrayNode ranking = root.putArray("ranking");
        selection.ranking().forEach(ranked -> {
            ObjectNode one = ranking.addObject().put("candidate", ranked.candidate());
            ranked.utility().ifPresent(utility -> one.put("utility", utility));
            ranked.probabilityBest().ifPresent(probability -> one.put("probability_best", probability));
            one.put("qualifies", ranked.qualifies());
            ObjectNode contributions = one.putObject("contributions");
            ranked.contributions().forEach((metric, part) -> contributions.put(metric, part.doubleValue()));
        });
        ArrayNode front = root.putArray("pareto_front");
        selection.paretoFront().forEach(front::add);
        ArrayNode reasons = root.putArray("reasons");
        selection.reasons().forEach(reason -> reasons.add(reason.text()));
        ArrayNode explanations = root.putArray("explanations");
        selection.reasons().forEach(reason -> explanations.add(explanation(reason)));
        return root;
    }

    private static ObjectNode explanation(Reason reason) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("key", reason.key());
        ArrayNode arguments = node.putArray("arguments");
        reason.arguments().forEach(arguments::add);
        return node;
    }
}
