package dev.mekiki.engines.llamacpp;

import dev.mekiki.engines.llamacpp.worker.ModelService;
import dev.mekiki.engines.llamacpp.worker.Request;
import dev.mekiki.port.Deadline;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.GenerationListener;
import dev.mekiki.port.Tokenizer;
import java.util.List;

/** The worker's tokenizer. */
record RemoteTokenizer(ModelService service) implements Tokenizer {
    @Override
    public int[] encode(String text, boolean special) {
        return ask(new Request.Encode(text, special));
    }

    @Override
    public String decode(int[] ids) {
        return ask(new Request.Decode(Request.list(ids)));
    }

    @Override
    public List<String> tokens(int[] ids) {
        return List.of(ask(new Request.Tokens(Request.list(ids))));
    }

    private <R> R ask(Request<R> request) {
        try {
            return service.ask(request, Deadline.none(), GenerationListener.NONE);
        } catch (EngineException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
