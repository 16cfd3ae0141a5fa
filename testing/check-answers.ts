import { checkAnswers } from '@mosaic/platform/http';

// Services in tests hold every answer to its contract.
checkAnswers();
